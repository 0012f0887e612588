package io.github.tidewatch.agent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Which filters may choose methods of a class. Safe for use by any threads at once. */
final class ClassChoice {
    private final SpanFilters filters;
    private final OwnClasses own;
    private final JdkClasses jdk;
    private final Supertypes supertypes;
    private final ConstantPool annotations;

    /** What was woven when it was loaded, while loaded classes are woven by this choice; null after that. */
    private volatile Set<String> wovenAtLoad = ConcurrentHashMap.newKeySet();

    ClassChoice(SpanFilters filters, OwnClasses own, JdkClasses jdk, Supertypes supertypes) {
        this.filters = filters;
        this.own = own;
        this.jdk = jdk;
        this.supertypes = supertypes;
        annotations = new ConstantPool(filters.annotations());
    }

    SpanFilters filters() {
        return filters;
    }

    /**
     * The filters for a class; none for most.
     *
     * @param loaded the class, or null if it is being loaded
     * @param file its class file, which is asked for only if filters go by what is in it; null if nobody has it
     */
    List<SpanFilter> of(ClassLoader loader, String type, Class<?> loaded, Supplier<ClassFile> file) {
        if (filters.isEmpty() || own.contains(loader, type)) {
            return List.of();
        }
        List<SpanFilter> naming = filters.naming(type);
        if (jdk.contains(type)) {
            return jdk.areUsed(type) ? List.of() : naming;
        }
        List<SpanFilter> all = new ArrayList<>(naming);
        filters.addMatching(type, all);
        if (filters.needSupertypes() && loaded != null) {
            filters.addOfSupertypes(Supertypes.of(loaded), all);
        }
        if ((filters.needSupertypes() && loaded == null) || filters.goByContents()) {
            addByFile(loader, loaded, file.get(), all);
        }
        return all;
    }

    private void addByFile(ClassLoader loader, Class<?> loaded, ClassFile file, List<SpanFilter> all) {
        if (file == null || file.reader() == null) {
            return;
        }
        if (filters.needSupertypes() && loaded == null) {
            filters.addOfSupertypes(supertypes.of(loader, file.reader()), all);
        }
        filters.addOfAnyClass(annotations.isMentioned(file.reader(), file.bytes()), all);
    }

    /** Whether it is a class that is woven for how long tasks are queued. */
    boolean hasTaskHooks(ClassLoader loader, String type) {
        return loader == null && filters.wantTasks() && TaskHooks.CLASSES.contains(type);
    }

    /** Whether the class is one that is never woven. Reads class files of what it extends, if it is being loaded. */
    boolean isMade(ClassLoader loader, Class<?> loaded, ClassFile file) {
        return loaded != null
                ? MadeClasses.contains(loaded)
                : MadeClasses.contains(supertypes.of(loader, file.reader()));
    }

    /** Named classes that cannot be woven, since spans are accounted for with them. */
    List<String> refused() {
        List<String> refused = new ArrayList<>();
        for (String type : filters.namedClasses()) {
            if (jdk.areUsed(type)) {
                refused.add(type);
            }
        }
        return refused;
    }

    /** The class is woven by this choice as it is loaded. */
    void noteWovenAtLoad(ClassLoader loader, String type) {
        Set<String> noted = wovenAtLoad;
        if (noted != null) {
            noted.add(key(loader, type));
        }
    }

    boolean wasWovenAtLoad(ClassLoader loader, String type) {
        Set<String> noted = wovenAtLoad;
        return noted != null && noted.contains(key(loader, type));
    }

    /** Loaded classes have been woven by this choice. */
    void forgetWovenAtLoad() {
        wovenAtLoad = null;
    }

    private static String key(ClassLoader loader, String type) {
        return type + "@" + System.identityHashCode(loader);
    }
}
