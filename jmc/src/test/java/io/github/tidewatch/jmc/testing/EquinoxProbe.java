package io.github.tidewatch.jmc.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Starts Equinox with the bundles given, after a directory for its storage, and prints what has become of them, a line for
 * each fact. Run in a JVM of its own that has only Equinox and the tests on its class path: the framework takes over the
 * context class loader, and what lies on the class path is not what the bundles have.
 */
public final class EquinoxProbe {
    private static final String RULE_PROVIDER = "org.openjdk.jmc.flightrecorder.rules.ruleProvider";

    private EquinoxProbe() {}

    public static void main(String[] args) throws Exception {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).iterator().next();
        Framework framework = factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, args[0]));
        framework.start();
        BundleContext context = framework.getBundleContext();
        Map<String, Bundle> bundles = new HashMap<>();
        List<Bundle> installed = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            Bundle bundle =
                    context.installBundle("reference:" + Path.of(args[i]).toUri());
            installed.add(bundle);
            bundles.put(bundle.getSymbolicName(), bundle);
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        for (Bundle bundle : installed) {
            say("bundle", bundle.getSymbolicName(), state(bundle));
        }
        for (BundleWire wire : bundles.get("io.github.tidewatch.jmc.parser")
                .adapt(BundleWiring.class)
                .getRequiredWires("osgi.wiring.host")) {
            say("host", wire.getProvider().getSymbolicName());
        }
        printExtensions(bundles.get("org.openjdk.jmc.flightrecorder"));
        printRules(bundles.get("org.openjdk.jmc.flightrecorder.rules"), bundles.get("io.github.tidewatch.jmc"));
        printRegistry(context);
        say(
                "pages",
                bundles.get("io.github.tidewatch.jmc").getEntry("io/github/tidewatch/jmc/tidewatch-pages.xml") != null);
        framework.stop();
        framework.waitForStop(10_000);
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> "ACTIVE";
            case Bundle.RESOLVED -> "RESOLVED";
            default -> "state " + bundle.getState();
        };
    }

    /** As JMC's parser finds them. */
    private static void printExtensions(Bundle parser) throws Exception {
        Class<?> registry = parser.loadClass("org.openjdk.jmc.flightrecorder.parser.ParserExtensionRegistry");
        for (Object extension :
                (List<?>) registry.getMethod("getParserExtensions").invoke(null)) {
            say("extension", extension.getClass().getName());
        }
    }

    /** As JMC's rule provider for bundles loads them: by ServiceLoader, with the bundle's class loader. */
    private static void printRules(Bundle rules, Bundle plugin) throws Exception {
        Class<?> type = rules.loadClass("org.openjdk.jmc.flightrecorder.rules.IRule");
        ClassLoader loader = plugin.adapt(BundleWiring.class).getClassLoader();
        for (Object rule : ServiceLoader.load(type, loader)) {
            say("rule", type.getMethod("getId").invoke(rule));
        }
    }

    /** By reflection: its API is in bundles, not on the class path. */
    private static void printRegistry(BundleContext context) throws Exception {
        ServiceReference<?> reference =
                context.getAllServiceReferences("org.eclipse.core.runtime.IExtensionRegistry", null)[0];
        Object registry = context.getService(reference);
        Class<?> api = context.getBundle(reference.getBundle().getBundleId())
                .loadClass("org.eclipse.core.runtime.IExtensionRegistry");
        say(
                "point",
                RULE_PROVIDER,
                api.getMethod("getExtensionPoint", String.class).invoke(registry, RULE_PROVIDER) != null);
        Object[] extensions =
                (Object[]) api.getMethod("getExtensions", String.class).invoke(registry, "io.github.tidewatch.jmc");
        Class<?> extensionApi = reference.getBundle().loadClass("org.eclipse.core.runtime.IExtension");
        for (Object extension : extensions) {
            say(
                    "contributes",
                    extensionApi.getMethod("getExtensionPointUniqueIdentifier").invoke(extension));
        }
    }

    private static void say(Object... facts) {
        StringBuilder line = new StringBuilder();
        for (Object fact : facts) {
            line.append(line.length() == 0 ? "" : " ").append(fact);
        }
        System.out.println(line);
    }
}
