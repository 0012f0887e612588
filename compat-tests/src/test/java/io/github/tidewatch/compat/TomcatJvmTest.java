package io.github.tidewatch.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.cli.Tidewatch;
import io.github.tidewatch.agent.testing.Jdks;
import io.github.tidewatch.agent.testing.RunningJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report says of a Tomcat whose requests need connections, of which there are two. */
@Tag("exhaustive")
class TomcatJvmTest {
    private static final String TITLE = "Waiting for Locks, Pools and Peers";

    @TempDir
    Path directory;

    @Test
    void underLoadThePlaceIsNamedInWhichRequestsWaitForAConnection() throws Exception {
        String report = reportAfter((client, url) -> Visitors.getAtOnce(client, url + "order", 800));
        assertThat(report).contains(TITLE).containsPattern("http-nio-auto-1-exec-\\* \\(\\d+ threads\\) waited");
        assertThat(report).contains("Waiting in Shop.borrow: what is lent or locked there is too little");
    }

    @Test
    void withoutRequestsItsThreadsAreIdleAndNoFinding() throws Exception {
        String report = reportAfter((client, url) -> Thread.sleep(5000));
        assertThat(report).doesNotContain(TITLE);
        assertThat(report).containsPattern("idle nearly all of the time: [^.]*http-nio-auto-1-exec-\\*");
    }

    private String reportAfter(Visitors.Visit visit) throws Exception {
        RunningJvm.Result result = Visitors.visit(
                Visitors.application(Jdks.OWN, directory)
                        .agent("record=x.jfr,interval=100ms,budget=off")
                        .main(Shop.class, "--server.port=0", "--server.tomcat.threads.max=10"),
                visit);
        assertThat(result.exitCode).as("%s", result).isZero();
        Tidewatch.Result report =
                Tidewatch.here().run("report", directory.resolve("x.jfr").toString());
        assertThat(report.code).as("%s", report).isZero();
        return report.out.replaceAll("\\s+", " ");
    }
}
