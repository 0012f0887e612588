package io.github.tidewatch.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;

/**
 * Of the classes that are loaded, those whose woven methods a change of filters changes: no other is to be retransformed, since that
 * costs the application its compiled code. For one change; used by one thread.
 */
final class LoadedClasses {
    private final Instrumentation instrumentation;
    private final WeavingTroubles troubles;
    private final List<ClassChoice> before;
    private final ClassChoice after;
    private final BooleanSupplier stop;
    private final Set<Class<?>> seen = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<ClassLoader> refusing = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Pace pace = Pace.ofReading();

    /**
     * A change.
     *
     * @param before what may be woven now
     * @param stop is asked for each class whether to end there
     */
    LoadedClasses(
            Instrumentation instrumentation,
            WeavingTroubles troubles,
            List<ClassChoice> before,
            ClassChoice after,
            BooleanSupplier stop) {
        this.instrumentation = instrumentation;
        this.troubles = troubles;
        this.before = before;
        this.after = after;
        this.stop = stop;
    }

    /** Those that it changes and that were not there when this was called before; by name, so that what belongs together is together. */
    List<Class<?>> changed() {
        List<Class<?>> changed = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (stop.getAsBoolean()) {
                break;
            }
            if (!loaded.isArray() && !loaded.isPrimitive() && seen.add(loaded) && isChanged(loaded)) {
                changed.add(loaded);
            }
            pace.restIfDue();
        }
        changed.sort(Comparator.comparing(Class::getName));
        return changed;
    }

    private boolean isChanged(Class<?> loaded) {
        String type = loaded.getName();
        try {
            // A hidden class has a slash in its name. Neither it nor a proxy has a class file that a loader could give.
            return type.indexOf('/') < 0
                    && instrumentation.isModifiableClass(loaded)
                    && !MadeClasses.contains(loaded)
                    && isChanged(loaded, type);
        } catch (Throwable e) {
            troubles.failed(type, e);
            return false;
        }
    }

    private boolean isChanged(Class<?> loaded, String type) {
        ClassLoader loader = loaded.getClassLoader();
        for (ClassChoice choice : before) {
            if (choice.hasTaskHooks(loader, type) != after.hasTaskHooks(loader, type)) {
                return true;
            }
        }
        Once file = new Once(loader, type);
        List<SpanFilter> chosen = after.of(loader, type, loaded, file::get);
        if (!chosen.isEmpty() && after.wasWovenAtLoad(loader, type)) {
            return false;
        }
        for (ClassChoice choice : before) {
            List<SpanFilter> was = choice.of(loader, type, loaded, file::get);
            if (!was.equals(chosen) && !isSame(was, chosen, file.get())) {
                return true;
            }
        }
        return false;
    }

    /** Whether they choose the same methods; unknown, and so not, without the class file. */
    private static boolean isSame(List<SpanFilter> some, List<SpanFilter> others, ClassFile file) {
        return file != null
                && (file.reader() == null
                        || MethodChoice.of(file.reader(), some).equals(MethodChoice.of(file.reader(), others)));
    }

    /** A class file that is read when it is first asked for. */
    private final class Once {
        private final ClassLoader loader;
        private final String type;
        private boolean read;
        private ClassFile file;

        Once(ClassLoader loader, String type) {
            this.loader = loader;
            this.type = type;
        }

        ClassFile get() {
            if (!read && !refusing.contains(loader)) {
                try {
                    file = ClassFile.ofResource(loader, type);
                } catch (Throwable e) { // of the application's loader, such as one that is closed: it may log each
                    // question
                    refusing.add(loader);
                }
            }
            read = true;
            return file;
        }
    }
}
