package io.github.tidewatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK's own writer of archives has written is read as it was given. */
class NestedZipTest {

    private static final String CLASSES = "inst/classes.zip";

    @TempDir
    Path directory;

    private final Map<String, byte[]> inner = new TreeMap<>();

    NestedZipTest() {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        inner.put("a/Large.class", large);
        inner.put("a/Zeros.class", new byte[1_000_000]);
        inner.put("a/Empty.class", new byte[0]);
        inner.put("a/b/Größe.class", "grün".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 500; i++) {
            inner.put("many/C" + i + ".class", ("class " + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsWhatIsThereAndNothingElse() throws IOException {
        try (NestedZip jar = NestedZip.open(write(jar(true)))) {
            NestedZip classes = jar.nested(CLASSES);
            for (Map.Entry<String, byte[]> entry : inner.entrySet()) {
                assertThat(classes.read(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
            }
            assertThat(classes.names()).containsExactlyElementsOf(inner.keySet());
            assertThat(classes.folders()).containsOnly("a", "a/b", "many");
            assertThat(jar.names()).containsExactly("Outside.class", "empty", CLASSES);
            assertThat(jar.read("Outside.class")).isEqualTo(new byte[] {1, 2, 3});
            assertThat(jar.read("empty")).isEmpty();
            for (String absent :
                    List.of("", "a", "a/", "a/Empty", "a/Empty.class/", "A/EMPTY.CLASS", "Outside.class")) {
                assertThat(classes.read(absent)).as(absent).isNull();
                assertThat(classes.contains(absent)).as(absent).isFalse();
            }
        }
    }

    @Test
    void readsAnArchiveWithoutEntries() throws IOException {
        try (NestedZip empty = NestedZip.open(write(zip(Map.of())))) {
            assertThat(empty.names()).isEmpty();
            assertThat(empty.folders()).isEmpty();
            assertThat(empty.contains("x")).isFalse();
        }
    }

    @Test
    void readsForManyThreadsAtOnceEvenIfInterrupted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (NestedZip jar = NestedZip.open(write(jar(true)))) {
            NestedZip classes = jar.nested(CLASSES);
            List<Future<?>> readings = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int offset = i;
                readings.add(threads.submit(() -> {
                    Thread.currentThread().interrupt();
                    for (int j = 0; j < 2000; j++) {
                        int number = (j + 61 * offset) % 500;
                        assertThat(classes.read("many/C" + number + ".class"))
                                .asString()
                                .isEqualTo("class " + number);
                    }
                    return null;
                }));
            }
            for (Future<?> reading : readings) {
                reading.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void takesTheArchiveOnlyUncompressed() throws IOException {
        try (NestedZip jar = NestedZip.open(write(jar(false)))) {
            assertThatIOException().isThrownBy(() -> jar.nested(CLASSES)).withMessageContaining("no uncompressed");
            assertThatIOException().isThrownBy(() -> jar.nested("other.zip")).withMessageContaining("other.zip");
        }
    }

    @Test
    void findsTheDirectoryBeforeACommentAndAfterAPrefix() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII));
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("x".repeat(0xffff));
            zip.putNextEntry(new ZipEntry("a"));
            zip.write(7);
        }
        try (NestedZip archive = NestedZip.open(write(bytes.toByteArray()))) {
            assertThat(archive.read("a")).containsExactly(7);
        }
    }

    @Test
    void saysThatTheArchiveIsDamaged() throws IOException {
        byte[] whole = jar(true);
        for (int length : new int[] {0, 1, 21, 22, 1000, whole.length - 1}) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIOException().isThrownBy(() -> readAll(cut)).withMessageContaining("is damaged");
        }
        assertThatIOException()
                .isThrownBy(() -> NestedZip.open(directory.resolve("none").toFile()))
                .withMessageContaining("none");
    }

    @Tag("exhaustive")
    @Test
    void neverReturnsWhatIsDamaged() throws IOException {
        inner.keySet().removeIf(name -> name.startsWith("many/") || name.endsWith("Large.class"));
        byte[] whole = jar(true);
        Random random = new Random(2);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> {
                        try {
                            readAll(damaged);
                        } catch (IOException e) {
                            assertThat(e).hasMessageContaining("tidewatch.jar");
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    /** Whatever can still be found has to be as it was. */
    private void readAll(byte[] bytes) throws IOException {
        try (NestedZip jar = NestedZip.open(write(bytes))) {
            NestedZip classes = jar.nested(CLASSES);
            classes.names();
            classes.folders();
            for (Map.Entry<String, byte[]> entry : inner.entrySet()) {
                byte[] contents = classes.read(entry.getKey());
                assertThat(contents == null || Arrays.equals(contents, entry.getValue()))
                        .as(entry.getKey())
                        .isTrue();
            }
        }
    }

    private File write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("tidewatch.jar"), bytes).toFile();
    }

    private byte[] jar(boolean stored) throws IOException {
        byte[] classes = zip(inner);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "Outside.class", new byte[] {1, 2, 3}, ZipEntry.DEFLATED);
            add(zip, "empty", new byte[0], ZipEntry.STORED);
            add(zip, CLASSES, classes, stored ? ZipEntry.STORED : ZipEntry.DEFLATED);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                add(zip, entry.getKey(), entry.getValue(), ZipEntry.DEFLATED);
            }
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] contents, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(contents);
            entry.setCrc(crc.getValue());
            entry.setSize(contents.length);
        }
        zip.putNextEntry(entry);
        zip.write(contents);
        zip.closeEntry();
    }
}
