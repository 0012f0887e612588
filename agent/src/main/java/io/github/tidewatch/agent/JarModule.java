package io.github.tidewatch.agent;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The isolated classes, less those of {@link HookLoader}, as one module, and the finder that finds just this. */
final class JarModule extends ModuleReference implements ModuleFinder {

    static final String NAME = "io.github.tidewatch";

    private final ModuleReader reader;

    private JarModule(ModuleDescriptor descriptor, AgentJar jar) {
        super(descriptor, jar.path().toUri());
        this.reader = new JarModuleReader(jar);
    }

    /**
     * Defines the module layer in which everything but the bootstrap lives, and returns its module: one, named, with a loader of its
     * own below {@link HookLoader} and the platform loader, so that neither the application sees it nor it the application. Named,
     * because from JDK 24 on native access can be enabled for a single module only if it has a name.
     */
    static Module define(AgentJar jar, HookLoader hook) {
        JarModule module = new JarModule(descriptor(jar.classes()), jar);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(module, ModuleFinder.of(), Set.of(NAME));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), hook);
        Module defined = controller.layer().findModule(NAME).orElseThrow();
        controller.addReads(defined, hook.getUnnamedModule());
        return defined;
    }

    private static ModuleDescriptor descriptor(NestedZip classes) {
        Set<String> packages = new HashSet<>();
        for (String folder : classes.folders()) {
            packages.add(folder.replace('/', '.'));
        }
        packages.removeAll(HookLoader.PACKAGES);
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
