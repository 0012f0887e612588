package io.github.tidewatch.agent;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;

/**
 * The module layer in which everything but the bootstrap lives: one named module with a loader of its own, below
 * {@link HookLoader} and the platform loader, so that neither the application sees it nor it the application. Named,
 * because from JDK 24 on native access can be enabled for a single module only if it has a name.
 */
final class IsolatedLayer {

    private IsolatedLayer() {}

    /** Defines the layer from the jar's isolated classes and returns its module. */
    static Module define(AgentJar jar, HookLoader hook) {
        JarModule module = JarModule.of(jar);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(module, ModuleFinder.of(), Set.of(JarModule.NAME));
        ModuleLayer.Controller controller = ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), hook);
        Module defined = controller.layer().findModule(JarModule.NAME).orElseThrow();
        controller.addReads(defined, hook.getUnnamedModule());
        return defined;
    }
}
