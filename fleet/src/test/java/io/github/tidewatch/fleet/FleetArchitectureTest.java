package io.github.tidewatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tidewatch.testing.Architecture;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md: each imports what stands there, and arrows run downward only. */
class FleetArchitectureTest {
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "fleet", Set.of("fleet.query", "fleet.store", "fleet.read", "fleet.table", "recording", "text"),
            "fleet.query", Set.of("fleet.table", "text"),
            "fleet.store", Set.of("fleet.read", "fleet.table"),
            "fleet.read", Set.of("fleet.table", "findings", "metrics", "timeline"),
            "fleet.table", Set.of("metrics"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch.fleet");

    @Test
    void eachPackageImportsOnlyWhatItMay() {
        assertThat(CLASSES).hasSizeGreaterThan(20);
        assertThat(Architecture.violations(CLASSES, ALLOWED)).isEmpty();
    }

    @Test
    void noClassesOfAPackageNeedEachOtherInCircles() {
        assertThat(Architecture.cycles(CLASSES)).isEmpty();
    }
}
