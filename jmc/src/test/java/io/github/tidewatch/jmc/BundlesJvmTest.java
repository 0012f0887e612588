package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import io.github.tidewatch.agent.testing.TestJvm;
import io.github.tidewatch.findings.Check;
import io.github.tidewatch.jmc.testing.EquinoxProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two jars as bundles in Equinox, with JMC's own bundles and the Eclipse runtime's as far as Maven Central has them.
 *
 * <p>Not covered, because Maven Central does not have them: {@code org.openjdk.jmc.flightrecorder.ui}, which defines the
 * extension point {@code datapage} and draws pages and lanes, and {@code org.openjdk.jmc.flightrecorder.rules
 * .extensionprovider}, which loads the rules of those bundles that name the extension point {@code ruleProvider}. What the
 * second does, the test does in its place: it loads rules with the bundle's class loader. That JMC can read the pages is in
 * {@code PagesTest}; that it shows them as meant is tested nowhere.
 */
class BundlesJvmTest {
    private static final Pattern OTHERS =
            Pattern.compile(".*/((common|flightrecorder|flightrecorder\\.rules|lz4-java|encoder)-[0-9.]+"
                    + "|org\\.eclipse\\.(core|equinox)\\.[^/]*|org\\.osgi\\.service\\.prefs-[^/]*)\\.jar");

    @TempDir
    Path directory;

    @Test
    void startInEquinox() throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of(directory.resolve("storage").toString()));
        Path equinox = null;
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            if (OTHERS.matcher(entry).matches()) {
                arguments.add(entry);
            } else if (entry.matches(".*/org\\.eclipse\\.osgi-[^/]*\\.jar")) {
                equinox = Path.of(entry);
            }
        }
        arguments.addAll(ours());
        arguments.add(standInForTheUi().toString());
        RunningJvm.Result result = new TestJvm(Jdks.home(Jdks.OWN), directory)
                .classPath(equinox)
                .main(EquinoxProbe.class, arguments.toArray(String[]::new))
                .run();
        assertThat(result.exitCode).as("%s", result).isZero();

        List<String> facts = result.stdout.lines().toList();
        assertThat(facts)
                .contains(
                        "bundle io.github.tidewatch.jmc ACTIVE",
                        "bundle io.github.tidewatch.jmc.parser RESOLVED",
                        "bundle org.openjdk.jmc.flightrecorder ACTIVE",
                        "bundle org.openjdk.jmc.flightrecorder.rules ACTIVE",
                        "host org.openjdk.jmc.flightrecorder",
                        "extension io.github.tidewatch.jmc.parser.SampledThreadExtension",
                        "point org.openjdk.jmc.flightrecorder.rules.ruleProvider true",
                        "contributes org.openjdk.jmc.flightrecorder.rules.ruleProvider",
                        "contributes org.openjdk.jmc.flightrecorder.ui.datapage",
                        "pages true");
        assertThat(facts)
                .filteredOn(fact -> fact.startsWith("rule tidewatch."))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Check.values())
                        .map(check -> "rule " + check.id())
                        .toList());
        System.out.println("not covered: org.openjdk.jmc.flightrecorder.ui (draws pages and lanes) and"
                + " org.openjdk.jmc.flightrecorder.rules.extensionprovider are not published on Maven Central");
    }

    /** A bundle of the name of JMC's, which has nothing but the extension point that the pages are for. */
    private Path standInForTheUi() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes()
                .putValue("Bundle-SymbolicName", "org.openjdk.jmc.flightrecorder.ui;singleton:=true");
        Path jar = directory.resolve("ui.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("plugin.xml"));
            out.write(
                    "<plugin><extension-point id='datapage' name='pages'/></plugin>".getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static List<String> ours() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("tidewatch.bundles")))) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(".*/tidewatch-jmc-[^/]*\\.jar"))
                    .filter(file -> !file.matches(".*-(sources|javadoc|tests)\\.jar"))
                    .toList();
        }
    }
}
