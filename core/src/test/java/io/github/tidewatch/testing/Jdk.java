package io.github.tidewatch.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDKs of this machine: the one that runs the tests, then those of the environment variable {@code TIDEWATCH_JDKS}
 * (Java homes, separated as in PATH), or where that is not set, what {@code /usr/lib/jvm} has.
 */
public final class Jdk {

    /** What a {@code bin/java} says of itself that stands alone: a launcher that enters a container, say. */
    private static final Map<Path, Integer> ASKED = new ConcurrentHashMap<>();

    private Jdk() {}

    /** The home of a JDK of this feature version. */
    public static Optional<Path> find(int feature) {
        return homes().stream().filter(home -> feature(home) == feature).findFirst();
    }

    /** The home of a JDK of this feature version; skips the calling test where there is none. */
    public static Path home(int feature) {
        return find(feature).orElseThrow(() -> Skip.because(missing(feature)));
    }

    static String missing(int feature) {
        return "no JDK " + feature + " here: name its home in TIDEWATCH_JDKS";
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        homes.add(Paths.get(System.getProperty("java.home")));
        String named = System.getenv("TIDEWATCH_JDKS");
        if (named != null) {
            for (String home : named.split(File.pathSeparator, -1)) {
                homes.add(Paths.get(home));
            }
            return homes;
        }
        try (DirectoryStream<Path> installed = Files.newDirectoryStream(Paths.get("/usr/lib/jvm"))) {
            installed.forEach(homes::add);
        } catch (IOException e) {
            // None is installed there.
        }
        return homes;
    }

    private static int feature(Path home) {
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return -1;
        }
        if (!Files.exists(home.resolve("release"))) {
            return ASKED.computeIfAbsent(home, Jdk::ask);
        }
        try {
            for (String line : Files.readAllLines(home.resolve("release"))) {
                if (line.startsWith("JAVA_VERSION=\"")) {
                    String version = line.substring("JAVA_VERSION=\"".length(), line.lastIndexOf('"'));
                    return version.startsWith("1.8.")
                            ? 8
                            : Runtime.Version.parse(version).feature();
                }
            }
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            return -1; // not of a form that any JDK has
        }
    }

    private static int ask(Path home) {
        try {
            Process java = new ProcessBuilder(home.resolve("bin/java").toString(), "-version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            java.waitFor();
            Matcher version = Pattern.compile("version \"(?:1\\.)?(\\d+)").matcher(said);
            return version.find() ? Integer.parseInt(version.group(1)) : -1;
        } catch (IOException e) {
            return -1; // what lies beside the JDKs and is none
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
