package io.github.tidewatch.agent.cli.stats;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import io.github.tidewatch.agent.cli.console.Session;
import io.github.tidewatch.linux.SystemCalls;
import io.github.tidewatch.taskstats.TaskstatsClient;
import io.github.tidewatch.taskstats.TaskstatsException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stats TID...}. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Shows the kernel's accounting (taskstats) of any thread.")
public final class StatsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "TID", arity = "1..*", description = "Thread ids, as in /proc/PID/task.")
    private List<Integer> tids;

    public StatsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        SystemCalls calls = session.calls()
                .orElseThrow(() -> new CommandFailure("taskstats needs native code: " + session.noCalls()));
        boolean gone = false;
        try (TaskstatsClient client = TaskstatsClient.open(calls)) {
            for (int tid : tids) {
                try {
                    session.screen().out().println(client.pidStats(tid));
                } catch (TaskstatsException e) {
                    gone = true;
                    session.screen().out().println(e.getMessage());
                }
            }
        } catch (TaskstatsException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
        return gone ? 1 : 0;
    }
}
