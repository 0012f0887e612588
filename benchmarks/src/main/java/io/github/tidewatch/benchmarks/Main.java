package io.github.tidewatch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what Tidewatch costs, and writes it down. */
@Command(
        name = "tidewatch-benchmarks",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what Tidewatch costs, against baselines in the same breath, and writes results.json and results.md.",
            "Chapters: jar, query, pass, causes, crowd, large-crowd, peers, server, start-up, parts."
        })
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CHAPTER",
            description = "Measure these only; keep the others' results.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--quick", description = "Once and shortly: to see that all of it works. The numbers mean nothing.")
    private boolean quick;

    @Option(names = "--java", paramLabel = "HOME", description = "The JDK whose JVMs are measured. Default: this one.")
    private Path home = Path.of(System.getProperty("java.home"));

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("benchmarks/target/results");

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path java = home.resolve("bin/java");
        if (!Files.isExecutable(java)) {
            throw new ParameterException(spec.commandLine(), "--java: there is no " + java);
        }
        Machine machine = Machine.here(java);
        Path scratch = Files.createTempDirectory("tidewatch-benchmarks");
        try {
            Chapters chapters = new Chapters(java, quick ? Scale.QUICK : Scale.FULL, scratch, machine);
            Map<String, Chapters.Author> all = chapters.all();
            for (String name : only) {
                if (!all.containsKey(name)) {
                    throw new ParameterException(
                            spec.commandLine(), "--only: there is no chapter \"" + name + "\", only " + all.keySet());
                }
            }
            Results results = Results.in(out, machine);
            for (String name : only.isEmpty() ? List.copyOf(all.keySet()) : only) {
                long begin = System.nanoTime();
                results.put(name, all.get(name).write());
                System.err.printf("measured: %s, in %d s%n", name, (System.nanoTime() - begin) / 1_000_000_000);
            }
            System.out.print(results.table());
            return 0;
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
