package io.github.tidewatch.agent;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Set;

/**
 * The module layer in which everything but the bootstrap lives: one named module with a loader of its own, below the
 * platform loader, so that neither the application sees it nor it the application. Named, because from JDK 24 on native
 * access can be enabled for a single module only if it has a name.
 */
final class IsolatedLayer {

    private IsolatedLayer() {}

    /** Defines the layer from the jar's entries below {@code inst/} and returns its module. */
    static Module define(Path jar) throws IOException {
        JarModule module = JarModule.of(jar);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(module, ModuleFinder.of(), Set.of(JarModule.NAME));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
                .findModule(JarModule.NAME)
                .orElseThrow();
    }

    /** The jar that this class comes from. */
    static Path agentJar() throws URISyntaxException {
        return Paths.get(IsolatedLayer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
