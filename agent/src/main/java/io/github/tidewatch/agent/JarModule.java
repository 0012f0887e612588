package io.github.tidewatch.agent;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The entries of the agent's jar below {@code inst/} as one module, and the finder that finds just this. */
final class JarModule extends ModuleReference implements ModuleFinder {

    static final String NAME = "io.github.tidewatch";
    static final String PREFIX = "inst/";

    private final Path jar;

    private JarModule(ModuleDescriptor descriptor, Path jar) {
        super(descriptor, jar.toUri());
        this.jar = jar;
    }

    static JarModule of(Path jar) throws IOException {
        // Open, as generated classes of jnr-ffi live in a loader and module of their own. Not automatic: an automatic
        // module reads every module of the application, and would not resolve beside an org.slf4j on the module path.
        ModuleDescriptor.Builder builder = ModuleDescriptor.newOpenModule(NAME).packages(packages(jar));
        for (Module module : ModuleLayer.boot().modules()) {
            String name = module.getName();
            if (name.startsWith("java.") || name.startsWith("jdk.")) {
                builder.requires(name);
            }
        }
        return new JarModule(builder.build(), jar);
    }

    @Override
    public ModuleReader open() throws IOException {
        return new JarModuleReader(jar);
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        return name.equals(NAME) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
        return Set.of(this);
    }

    private static Set<String> packages(Path jar) throws IOException {
        Set<String> packages = new HashSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                String name = entries.nextElement().getName();
                if (name.startsWith(PREFIX) && name.endsWith(".class")) {
                    packages.add(name.substring(PREFIX.length(), name.lastIndexOf('/'))
                            .replace('/', '.'));
                }
            }
        }
        return packages;
    }
}
