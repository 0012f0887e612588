package io.github.tidewatch.benchmarks.jvm;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A JVM that was started, is ready, and takes commands on its stdin. For one thread. */
final class Jvm implements Closeable {
    private static final String ANSWER = "answer: ";

    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;
    private final String ready;

    /** Starts a main class of this module and waits for the line with which it says that it is ready. */
    Jvm(Path java, List<String> options, Class<?> main, String... arguments) throws IOException {
        process = new ProcessBuilder(command(java, options, main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), true);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        ready = answer("start");
    }

    static List<String> command(Path java, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        command.add("-cp");
        command.add(
                Files.isDirectory(Installation.ownJar())
                        ? System.getProperty("java.class.path")
                        : Installation.ownJar().toString());
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** What it said when it was ready. */
    String ready() {
        return ready;
    }

    long pid() {
        return process.pid();
    }

    /** Gives a command and waits for the answer. */
    String ask(String command) throws IOException {
        commands.println(command);
        return answer(command);
    }

    /** JFR and agents write to stdout too; what is no answer is passed over. */
    private String answer(String command) throws IOException {
        String line;
        do {
            line = answers.readLine();
            if (line == null) {
                throw new IOException("the JVM ended at \"" + command + "\"");
            }
        } while (!line.startsWith(ANSWER));
        return line.substring(ANSWER.length());
    }

    /** What a JVM that was started does with a command: returns the answer. */
    interface Commands {
        String obey(String command) throws Exception;
    }

    /** In the JVM that was started: says that it is ready, and obeys commands from stdin until the one to end. */
    static void serve(Commands commands) throws Exception {
        answerWith("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line;
        while ((line = lines.readLine()) != null && !line.equals("end")) {
            answerWith(commands.obey(line));
        }
    }

    /** In the JVM that was started: answers the last command, or says that it is ready. */
    static void answerWith(String answer) {
        System.out.println(ANSWER + answer);
    }

    /** CPU time of the threads of the JIT compilers that live, in nanoseconds: the first field of their schedstat. */
    long compilerNanos() throws IOException {
        long nanos = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid() + "/task"))) {
            for (Path task : tasks) {
                if (COMPILER.matcher(Files.readString(task.resolve("comm"))).lookingAt()) {
                    String onCpu = Files.readString(task.resolve("schedstat")).split(" ", -1)[0];
                    nanos += Long.parseLong(onCpu);
                }
            }
        }
        return nanos;
    }

    /** Memory that is resident, in bytes. */
    long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
            throw new IllegalStateException("no VmRSS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it end by itself, so that recordings are written. */
    @Override
    public void close() throws IOException {
        commands.println("end");
        commands.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("a JVM did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
