package io.github.tidewatch;

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
class CoreArchitectureTest {
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("text", Set.of()),
            entry("metrics", Set.of()),
            entry("findings.waits", Set.of("metrics", "text")),
            entry("findings", Set.of("findings.waits", "metrics", "text")),
            entry("timeline", Set.of("findings", "findings.waits", "metrics", "text")),
            entry("recording", Set.of("timeline")),
            entry("linux", Set.of()),
            entry("netlink", Set.of()),
            entry("taskstats", Set.of("linux", "netlink")),
            entry("rusage", Set.of("linux")),
            entry("procfs", Set.of("linux")),
            entry("cgroup", Set.of("procfs")),
            entry("host", Set.of("procfs")),
            entry("causes", Set.of("intervals", "counters", "cgroup", "host", "metrics", "linux")),
            entry("thread", Set.of("linux")),
            entry("waits", Set.of("thread", "procfs", "text", "linux")),
            entry("counters", Set.of("metrics", "linux", "procfs", "taskstats")),
            entry("intervals", Set.of("counters", "waits", "linux", "procfs", "rusage", "thread")),
            entry("accounting.exit", Set.of("intervals", "counters", "linux", "procfs", "rusage", "taskstats")),
            entry("accounting.span", Set.of("intervals", "counters", "linux", "procfs", "rusage")),
            entry(
                    "accounting",
                    Set.of(
                            "accounting.exit",
                            "accounting.span",
                            "causes",
                            "intervals",
                            "counters",
                            "waits",
                            "cgroup",
                            "linux",
                            "procfs",
                            "text",
                            "thread")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch");

    @Test
    void eachPackageImportsOnlyWhatItMay() {
        assertThat(Architecture.violations(CLASSES, ALLOWED)).isEmpty();
    }

    @Test
    void theTableForContributorsSaysTheSame() throws IOException {
        Map<String, Set<String>> documented = Architecture.documented("");
        ALLOWED.forEach(
                (name, imports) -> assertThat(documented.get(name)).as(name).isEqualTo(imports));
    }

    @Test
    void noClassesOfAPackageNeedEachOtherInCircles() {
        assertThat(Architecture.cycles(CLASSES)).isEmpty();
    }
}
