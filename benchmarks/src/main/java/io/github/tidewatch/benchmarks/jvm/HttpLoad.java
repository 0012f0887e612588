package io.github.tidewatch.benchmarks.jvm;

import io.github.tidewatch.benchmarks.measure.Clocks;
import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server under load from a second process serves, and how fast. Of each kind a JVM runs at the same time, and they
 * are visited in turn; that again with new JVMs, since two of a kind differ by more than what is to be seen.
 */
public final class HttpLoad {
    /** Requests in a second; to be appended to the name of a {@link With}. */
    public static final String THROUGHPUT = " throughput";

    /** The 99th percentile of the times of requests, in microseconds. */
    public static final String P99 = " p99";

    /** CPU time of the server for a request, in microseconds: without what the hypervisor takes meanwhile. */
    public static final String CPU = " CPU";

    private static final int CONNECTIONS = 4;

    private final Clocks clocks = new Clocks();
    private final Path java;
    private final Path directory;
    private final int millis;

    /**
     * A measurement.
     *
     * @param millis how long each is visited at a time
     */
    public HttpLoad(Path java, Path directory, int millis) {
        this.java = java;
        this.directory = directory;
        this.millis = millis;
    }

    /**
     * Visits servers of each kind.
     *
     * @param forks how often new JVMs are started
     * @param windows how often each is visited in its life
     */
    public Rounds measure(int forks, int windows, int warmMillis, List<With> kinds) throws Exception {
        Rounds results = new Rounds();
        List<With> order = new ArrayList<>(kinds);
        for (int fork = 0; fork < forks; fork++) {
            Map<With, Jvm> servers = new LinkedHashMap<>();
            try (Jvm visitors = new Jvm(java, List.of("-Xmx256m"), HttpVisitors.class)) {
                for (With with : order) {
                    List<String> options =
                            new ArrayList<>(with.options(directory, directory.resolve(with + ".http.jfr")));
                    options.add("-Xmx256m");
                    servers.put(with, new Jvm(java, options, HttpApp.class));
                }
                for (Jvm server : servers.values()) {
                    visitors.ask(command(server, warmMillis));
                }
                for (int window = 0; window < windows; window++) {
                    for (With with : order) {
                        Jvm server = servers.get(with);
                        long before = clocks.ofProcess(server.pid());
                        String[] answer = visitors.ask(command(server, millis)).split(" ", -1);
                        double micros = (clocks.ofProcess(server.pid()) - before) / 1e3;
                        results.add(with + THROUGHPUT, Double.parseDouble(answer[0]));
                        results.add(with + P99, Double.parseDouble(answer[1]));
                        results.add(with + CPU, micros / Double.parseDouble(answer[2]));
                    }
                    order.add(order.remove(0));
                }
            } finally {
                for (Jvm server : servers.values()) {
                    server.close();
                }
            }
        }
        return results;
    }

    private static String command(Jvm server, int millis) {
        return server.ready() + " " + millis + " " + CONNECTIONS;
    }
}
