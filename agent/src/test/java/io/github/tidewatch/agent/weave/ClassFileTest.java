package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class files as loaders have them, without a trace in the application. */
class ClassFileTest {
    private static final String NAME = "io.github.tidewatch.agent.weave.ClassFileTest";

    @TempDir
    Path directory;

    @Test
    void aJarThatAClassFileWasReadFromIsNotKeptOpen() throws Exception {
        byte[] bytes =
                ClassFile.ofResource(ClassFileTest.class.getClassLoader(), NAME).bytes();
        Path jar = directory.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(NAME.replace('.', '/') + ".class"));
            out.write(bytes);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ClassFile read = ClassFile.ofResource(loader, NAME);
            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(read.reader().getClassName()).isEqualTo(NAME.replace('.', '/'));
            assertThat(openFiles()).contains(jar.toString()); // the loader's own, which shows that one would be seen
            assertThat(ClassFile.ofResource(loader, "com.acme.None")).isNull();
        }
        assertThat(openFiles()).doesNotContain(jar.toString());
    }

    private static List<String> openFiles() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : (Iterable<Path>) links::iterator) {
                if (Files.isSymbolicLink(link)) {
                    files.add(Files.readSymbolicLink(link).toString());
                }
            }
        }
        return files;
    }

    @Test
    void aClassOfALaterJavaThanIsKnownCannotBeRead() throws Exception {
        byte[] bytes = ClassFile.ofResource(ClassFileTest.class.getClassLoader(), NAME)
                .bytes()
                .clone();
        bytes[7] = 99;
        assertThat(new ClassFile(bytes).reader()).isNull();
        assertThat(ClassFile.ofResource(null, "java.util.concurrent.FutureTask").reader())
                .isNotNull();
    }
}
