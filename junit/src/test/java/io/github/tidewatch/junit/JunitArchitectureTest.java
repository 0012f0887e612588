package io.github.tidewatch.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.tidewatch.testing.Architecture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The table of packages in CONTRIBUTING.md, and that users get nothing of Tidewatch's beside these classes. */
class JunitArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.tidewatch.junit");

    @Test
    void thePackageImportsWhatTheTableForContributorsSays() throws IOException {
        assertThat(CLASSES).hasSizeGreaterThan(4);
        assertThat(Architecture.differences(CLASSES)).isEmpty();
    }

    @Test
    void noClassesNeedEachOtherInCircles() {
        // The annotation names its extension, and that reads the annotation.
        assertThat(Architecture.cycles(CLASSES)).containsExactly("junit: AccountingExtension AssertAccounting");
    }
}
