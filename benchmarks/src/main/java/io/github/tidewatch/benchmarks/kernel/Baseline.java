package io.github.tidewatch.benchmarks.kernel;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code taskstats_baseline.c}, compiled with gcc and running, to be asked from time to time. */
public final class Baseline implements Closeable {
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private Baseline(Process process) {
        this.process = process;
        this.commands =
                new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), true);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Compiles it into {@code directory} and starts it; empty where there is no gcc, or it lacks headers. */
    public static Optional<Baseline> start(Path directory) throws IOException, InterruptedException {
        Path source = directory.resolve("taskstats_baseline.c");
        Path program = directory.resolve("taskstats_baseline");
        try (InputStream in = Baseline.class.getResourceAsStream("/c/taskstats_baseline.c")) {
            Files.write(source, in.readAllBytes());
        }
        try {
            Process gcc = new ProcessBuilder("gcc", "-O2", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
            String complaint = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (gcc.waitFor() != 0) {
                System.err.println("no C baseline, gcc says: " + complaint);
                return Optional.empty();
            }
        } catch (IOException e) {
            System.err.println("no C baseline: " + e.getMessage());
            return Optional.empty();
        }
        return Optional.of(new Baseline(new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()));
    }

    /** Says which tasks to ask about. */
    public void tasks(int[] tids, int count) throws IOException {
        ask("tasks "
                + IntStream.of(tids).limit(count).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    /** Nanoseconds of CPU time per task, with 64 questions in a datagram. */
    public double batched(int passes) throws IOException {
        return perAnswer(ask("batched " + passes));
    }

    /** Nanoseconds of CPU time per task, with a datagram for each question. */
    public double single(int passes) throws IOException {
        return perAnswer(ask("single " + passes));
    }

    private static double perAnswer(String answer) {
        String[] parts = answer.split(" ", -1);
        return Double.parseDouble(parts[0]) / Long.parseLong(parts[1]);
    }

    private String ask(String command) throws IOException {
        commands.println(command);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the C baseline has ended at \"" + command.split(" ", -1)[0] + "\"");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        commands.close();
        answers.close();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
