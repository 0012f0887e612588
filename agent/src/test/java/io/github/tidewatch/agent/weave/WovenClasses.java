package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Loads classes of the class path once more, woven by the filters given. What their spans come to is in {@link #SPANS}. */
final class WovenClasses extends ClassLoader {
    /** "open NAME" and "close NAME ERROR", in order, of all loaders. */
    static final List<String> SPANS = new CopyOnWriteArrayList<>();

    static {
        try {
            BootClass.define(name -> {
                SPANS.add("open " + name);
                return error -> SPANS.add("close " + name + " " + error);
            });
        } catch (ReflectiveOperationException | IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String prefix;
    private final ClassChoice choice;
    private final ClassWeaver weaver;

    WovenClasses(String prefix, String filters) throws IOException {
        super(WovenClasses.class.getClassLoader());
        this.prefix = prefix;
        JdkClasses jdk = new JdkClasses();
        choice = new ClassChoice(SpanFilters.parse(filters), new OwnClasses(), jdk, new Supertypes(jdk));
        weaver = new ClassWeaver();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        ClassFile file;
        try {
            file = ClassFile.ofResource(getParent(), name);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        Map<String, String> names = MethodChoice.of(file.reader(), choice.of(this, name, null, () -> file));
        byte[] defined = names.isEmpty() ? file.bytes() : weaver.weave(name, file.bytes(), names);
        return defineClass(name, defined, 0, defined.length);
    }

    /** An application's own annotation. */
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Timed {}

    /** An annotation that is in class files only. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.CLASS)
    @interface InFile {}
}
