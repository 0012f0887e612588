package io.github.tidewatch.agent;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What stands in the agent's jar below {@code inst/} as one module, and the finder that finds just this: all classes in
 * one archive, so that the jar has few entries to look through at the start of the JVM, and beside it resources.
 */
final class JarModule extends ModuleReference implements ModuleFinder {

    static final String NAME = "io.github.tidewatch";
    static final String PREFIX = "inst/";
    private static final String CLASSES = PREFIX + "classes.zip";

    private final ModuleReader reader;

    private JarModule(ModuleDescriptor descriptor, Path jar, ModuleReader reader) {
        super(descriptor, jar.toUri());
        this.reader = reader;
    }

    /** The module, which has the jar open for as long as the JVM runs. */
    static JarModule of(Path jar) throws IOException {
        Archive archive = Archive.open(jar.toFile());
        try {
            Archive classes = archive.nested(CLASSES);
            return new JarModule(descriptor(classes), jar, new JarModuleReader(jar, archive, classes));
        } catch (Throwable e) {
            archive.close();
            throw e;
        }
    }

    private static ModuleDescriptor descriptor(Archive classes) {
        Set<String> packages = new HashSet<>();
        for (String folder : classes.folders()) {
            packages.add(folder.replace('/', '.'));
        }
        // Open, as generated classes of jnr-ffi live in a loader and module of their own. Not automatic: an automatic
        // module reads every module of the application, and would not resolve beside an org.slf4j on the module path.
        ModuleDescriptor.Builder builder = ModuleDescriptor.newOpenModule(NAME).packages(packages);
        for (Module module : ModuleLayer.boot().modules()) {
            String name = module.getName();
            if (name.startsWith("java.") || name.startsWith("jdk.")) {
                builder.requires(name);
            }
        }
        return builder.build();
    }

    /** The one reader there is; it cannot be closed. */
    @Override
    public ModuleReader open() {
        return reader;
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return name.equals(NAME) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.of(this);
    }
}
