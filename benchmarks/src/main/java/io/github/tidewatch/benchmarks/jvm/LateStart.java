package io.github.tidewatch.benchmarks.jvm;

import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.VirtualMachine;
import io.github.tidewatch.benchmarks.measure.Rounds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The longest pause, in milliseconds, of an application into which an agent is loaded while it runs, and which is recorded
 * from then on. It has been recorded before, as that stops it too, and longer.
 */
public final class LateStart {
    private final Path java;
    private final int threads;
    private final int millis;

    /**
     * A measurement.
     *
     * @param millis how long the application is watched from the attaching on, and how long it runs before
     */
    public LateStart(Path java, int threads, int millis) {
        this.java = java;
        this.threads = threads;
        this.millis = millis;
    }

    /** Of {@link With#NOTHING}, which is an agent that does nothing, and of {@link With#TIDEWATCH}. */
    public Rounds measure(int rounds) throws Exception {
        Map<String, Rounds.Subject> subjects = new LinkedHashMap<>();
        subjects.put(With.NOTHING.toString(), () -> longest(Installation.ownJar()));
        subjects.put(With.TIDEWATCH.toString(), () -> longest(Installation.tidewatch()));
        return Rounds.run(rounds, subjects);
    }

    private double longest(Path agent) throws Exception {
        List<String> options = List.of(With.QUIET, "-Xms512m", "-Xmx512m", "-XX:+EnableDynamicAgentLoading");
        try (Jvm app = new Jvm(java, options, PulseApp.class, Integer.toString(threads))) {
            Thread.sleep(millis / 2);
            app.ask("record");
            Thread.sleep(millis / 2);
            app.ask("stop");
            Thread.sleep(millis / 2);
            app.ask("reset");
            load(app, agent);
            app.ask("record");
            Thread.sleep(millis);
            return Long.parseLong(app.ask("latest")) / 1e6;
        }
    }

    private static void load(Jvm app, Path agent) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(app.pid()));
        try {
            machine.loadAgent(agent.toString());
        } catch (AgentLoadException e) {
            if (!"0".equals(e.getMessage())) { // what JDKs of another age say of success
                throw e;
            }
        } finally {
            machine.detach();
        }
    }
}
