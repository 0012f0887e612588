package io.github.tidewatch.agent.testing;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.io.File;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.SoftAssertions;
import picocli.CommandLine;

/**
 * Uses Gson, picocli and AssertJ while it records spans itself, has all of their classes verified, and prints what both come to.
 * Argument: the recording.
 */
public final class WovenLibraries {
    private WovenLibraries() {}

    /** What is written and read. */
    static final class Basket {
        final String customer = "Ä\"ß";
        final double[] prices = {1.5, -0.0, 1e300};
        final Map<String, List<Integer>> items = new LinkedHashMap<>(Map.of("a", List.of(1, 2, 3)));
    }

    /** A command with options of several types. */
    @CommandLine.Command(name = "order", mixinStandardHelpOptions = true, version = "1", description = "Orders.")
    static final class Order {
        @CommandLine.Option(names = "--count", defaultValue = "3", description = "How many.")
        int count;

        @CommandLine.Parameters(arity = "0..*", description = "What.")
        List<String> items;
    }

    public static void main(String[] args) throws Exception {
        try (Recording recording = new Recording()) {
            FlightRecorder.getFlightRecorder();
            Woven.awaitWeaving();
            recording.enable("tidewatch.Span").withThreshold(Duration.ZERO);
            recording.enable("tidewatch.Status");
            recording.start();
            Woven.awaitWeaving();
            useGson();
            recording.stop();
            recording.dump(Paths.get(args[0]));
        }
        // Woven as well, but not recorded: these make far more calls.
        usePicocli();
        useAssertJ();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                System.out.println(new File(entry).getName() + " " + verify(entry));
            }
        }
    }

    private static void useGson() {
        Gson gson = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .serializeSpecialFloatingPointValues()
                .create();
        String json = gson.toJson(new Basket());
        System.out.println(json);
        System.out.println(gson.toJson(gson.fromJson(json, Basket.class)).equals(json));
        System.out.println(JsonParser.parseString("[1,{\"a\":[true,null]}]"));
        try {
            System.out.println(gson.fromJson("{\"prices\": 1}", Basket.class).customer);
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    private static void usePicocli() {
        Order order = new Order();
        CommandLine line = new CommandLine(order);
        line.parseArgs("--count", "7", "x", "y");
        System.out.println(order.count + " " + order.items);
        System.out.println(line.getUsageMessage());
        try {
            line.parseArgs("--count", "many");
        } catch (CommandLine.ParameterException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void useAssertJ() {
        Assertions.assertThat(List.of(3, 1, 2)).hasSize(3).contains(1, 2).isNotEqualTo(List.of());
        try {
            Assertions.assertThat(Arrays.asList("a", null)).as("words").containsExactly("a", "b");
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        SoftAssertions soft = new SoftAssertions();
        soft.assertThat(1).isEqualTo(2);
        soft.assertThat("x").startsWith("y");
        System.out.println(soft.errorsCollected().size());
    }

    /** How the classes of a jar fare when they are linked, without what it may lack: optional dependencies, mostly. */
    private static Map<String, Integer> verify(String jar) throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        try (JarFile file = new JarFile(jar)) {
            for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF") && !name.contains("-info")) {
                    String type = name.substring(0, name.length() - 6).replace('/', '.');
                    outcomes.merge(link(type), 1, Integer::sum);
                }
            }
        }
        return outcomes;
    }

    private static String link(String type) {
        try {
            // Asking for methods links the class, and so has it verified, but does not initialise it.
            Class<?> loaded = Class.forName(type, false, WovenLibraries.class.getClassLoader());
            return loaded.getDeclaredMethods() == null ? "unknown" : "linked";
        } catch (ClassNotFoundException | LinkageError e) {
            return e.getClass().getSimpleName();
        }
    }
}
