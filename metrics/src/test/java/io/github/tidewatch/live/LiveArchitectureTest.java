package io.github.tidewatch.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tidewatch.testing.Architecture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md: each imports what stands there, and arrows run downward only. */
class LiveArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch.live");

    @Test
    void eachPackageImportsWhatTheTableForContributorsSays() throws IOException {
        assertThat(CLASSES).hasSizeGreaterThan(10);
        assertThat(Architecture.differences(CLASSES)).isEmpty();
    }

    @Test
    void noClassesOfAPackageNeedEachOtherInCircles() {
        assertThat(Architecture.cycles(CLASSES)).isEmpty();
    }

    @Test
    void neitherLibraryIsNeededWithoutItsOwnPackage() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency.getTargetClass().getPackageName())
                                .anyMatch(name ->
                                        name.startsWith("io.micrometer") || name.startsWith("io.opentelemetry")))
                        .map(type -> type.getPackageName().replaceFirst(".*\\.", ""))
                        .distinct())
                .containsExactlyInAnyOrder("micrometer", "opentelemetry");
    }
}
