package io.github.tidewatch.agent;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tidewatch.testing.Architecture;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md: each imports what stands there, and arrows run downward only. */
class AgentArchitectureTest {
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("agent", Set.of()),
            entry("agent.hook", Set.of()),
            entry("agent.log", Set.of("text")),
            entry("agent.weave", Set.of("text")),
            entry("agent.span", Set.of("agent.jfr.event", "agent.log", "accounting.span")),
            entry(
                    "agent.jfr",
                    Set.of(
                            "agent.jfr.event",
                            "agent.span",
                            "accounting.span",
                            "text",
                            "metrics",
                            "waits",
                            "accounting",
                            "accounting.exit",
                            "causes",
                            "host",
                            "intervals",
                            "counters",
                            "cgroup",
                            "procfs",
                            "taskstats",
                            "linux",
                            "agent.hook",
                            "agent.log")),
            entry(
                    "agent.jfr.event",
                    Set.of(
                            "accounting",
                            "accounting.span",
                            "causes",
                            "intervals",
                            "counters",
                            "waits",
                            "cgroup",
                            "host",
                            "rusage")),
            entry(
                    "agent.cli",
                    Set.of(
                            "agent.cli.attach",
                            "agent.cli.completion",
                            "agent.cli.console",
                            "agent.cli.doctor",
                            "agent.cli.man",
                            "agent.cli.report",
                            "agent.cli.stats",
                            "agent.cli.top",
                            "agent.jfr",
                            "agent.log",
                            "linux")),
            entry("agent.cli.attach", Set.of("agent.cli.console", "agent.cli.process", "procfs", "text", "linux")),
            entry("agent.cli.completion", Set.of("agent.cli.console")),
            entry("agent.cli.console", Set.of("linux", "text")),
            entry(
                    "agent.cli.doctor",
                    Set.of(
                            "agent.cli.attach",
                            "agent.cli.console",
                            "agent.cli.process",
                            "accounting",
                            "causes",
                            "intervals",
                            "counters",
                            "cgroup",
                            "host",
                            "procfs",
                            "text")),
            entry("agent.cli.man", Set.of("agent.cli.console")),
            entry("agent.cli.process", Set.of("agent.cli.console", "cgroup", "procfs", "linux")),
            entry(
                    "agent.cli.report",
                    Set.of(
                            "agent.cli.report.check",
                            "agent.cli.report.compare",
                            "agent.cli.report.flame",
                            "agent.cli.report.spans",
                            "agent.cli.report.recording",
                            "agent.cli.report.render",
                            "agent.cli.report.trace",
                            "agent.cli.report.model",
                            "agent.cli.console",
                            "text",
                            "timeline")),
            entry(
                    "agent.cli.report.check",
                    Set.of(
                            "agent.cli.report.recording",
                            "agent.cli.report.model",
                            "findings",
                            "findings.waits",
                            "metrics",
                            "text",
                            "timeline")),
            entry(
                    "agent.cli.report.compare",
                    Set.of(
                            "agent.cli.report.recording",
                            "agent.cli.report.model",
                            "agent.cli.console",
                            "findings",
                            "metrics",
                            "text",
                            "timeline")),
            entry(
                    "agent.cli.report.flame",
                    Set.of("agent.cli.report.recording", "agent.cli.report.model", "metrics", "text", "timeline")),
            entry(
                    "agent.cli.report.trace",
                    Set.of("agent.cli.report.recording", "agent.cli.report.model", "metrics", "text", "timeline")),
            entry(
                    "agent.cli.report.spans",
                    Set.of(
                            "agent.cli.console",
                            "agent.cli.report.recording",
                            "agent.cli.report.render",
                            "agent.cli.report.model",
                            "findings",
                            "findings.waits",
                            "metrics",
                            "text",
                            "timeline")),
            entry(
                    "agent.cli.report.recording",
                    Set.of(
                            "agent.cli.report.model",
                            "agent.cli.console",
                            "findings.waits",
                            "metrics",
                            "recording",
                            "timeline")),
            entry(
                    "agent.cli.report.render",
                    Set.of(
                            "agent.cli.report.model",
                            "agent.cli.console",
                            "findings",
                            "findings.waits",
                            "metrics",
                            "text",
                            "timeline")),
            entry("agent.cli.report.model", Set.of("findings", "findings.waits", "metrics", "text", "timeline")),
            entry("agent.cli.stats", Set.of("agent.cli.console", "agent.cli.process", "procfs", "taskstats")),
            entry(
                    "agent.cli.top",
                    Set.of(
                            "agent.cli.attach",
                            "agent.cli.console",
                            "agent.cli.process",
                            "findings",
                            "metrics",
                            "accounting",
                            "causes",
                            "intervals",
                            "counters",
                            "cgroup",
                            "procfs",
                            "waits",
                            "text")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch.agent");

    @Test
    void eachPackageImportsOnlyWhatItMay() {
        assertThat(Architecture.violations(CLASSES, ALLOWED)).isEmpty();
    }

    @Test
    void theTableForContributorsSaysTheSame() throws IOException {
        assertThat(Architecture.documented("agent"))
                .hasSizeGreaterThan(5)
                .allSatisfy((name, imports) -> assertThat(imports).as(name).isEqualTo(ALLOWED.get(name)));
    }

    @Test
    void noClassesOfAPackageNeedEachOtherInCircles() {
        assertThat(Architecture.cycles(CLASSES)).isEmpty();
    }
}
