package io.github.tidewatch.fleet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.fleet.Elsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which recordings a name means. */
@Tag("exhaustive")
class RemoteRecordingsTest {
    @TempDir
    Path directory;

    private final Configuration configuration = new Configuration();

    @BeforeEach
    void addFileSystems() {
        Elsewhere.addTo(configuration);
    }

    private RemoteRecordings find(String name) throws IOException {
        return RemoteRecordings.find(List.of(name), configuration);
    }

    private void create(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
    }

    @Test
    void ofNamesWithColonsTheFolderIsTakenAndForAPatternItIsNamed() throws IOException {
        create("app-2026-11-28T14:00.jfr");
        assertThat(find("file:" + directory).all())
                .containsExactly("file:" + directory.resolve("app-2026-11-28T14:00.jfr"));
        assertThatThrownBy(() -> find("file:" + directory + "/*.jfr"))
                .hasMessageContaining("matches files with ':' in their names", "name their folder");
    }

    @Test
    void whatCannotBeReadIsSaidAndTheOthersAreTaken() throws IOException {
        create("a/a.jfr");
        create("a/secret/b.jfr");
        create("a/z/c.jfr");
        create("a/z/d.txt");
        RemoteRecordings found = find(Elsewhere.Cluster.URI + directory);
        assertThat(found.all())
                .containsExactly(
                        Elsewhere.Cluster.URI + directory.resolve("a/a.jfr"),
                        Elsewhere.Cluster.URI + directory.resolve("a/z/c.jfr"));
        assertThat(found.unreadable()).containsExactly(Elsewhere.Cluster.URI + directory.resolve("a/secret"));
        assertThat(find(Elsewhere.Cluster.URI + directory.resolve("a/secret")).all())
                .isEmpty();
    }
}
