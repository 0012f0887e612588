package io.github.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tidewatch.testing.Architecture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md: each imports what stands there, and arrows run downward only. */
class CoreArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch");

    @Test
    void eachPackageImportsWhatTheTableForContributorsSays() throws IOException {
        assertThat(Architecture.differences(CLASSES)).isEmpty();
    }

    @Test
    void noClassesOfAPackageNeedEachOtherInCircles() {
        assertThat(Architecture.cycles(CLASSES)).isEmpty();
    }
}
