package io.github.tidewatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md says of sizes, of the sources of all modules but those of tests. */
class SourceSizeTest {
    private static final int MOST_LINES_OF_A_FILE = 300;
    private static final int MOST_LINES_OF_A_METHOD = 40;

    /** Tests run in their module's directory. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void aFileOfMoreThan300LinesHasItsReasonInPackageInfo() throws IOException {
        List<String> unexplained = new ArrayList<>();
        for (Path source : sources()) {
            if (Files.readAllLines(source).size() > MOST_LINES_OF_A_FILE && !isExplained(source)) {
                unexplained.add(ROOT.relativize(source).toString());
            }
        }
        assertThat(unexplained).isEmpty();
    }

    private static boolean isExplained(Path source) throws IOException {
        String name = source.getFileName().toString().replace(".java", "");
        Path reasons = source.resolveSibling("package-info.java");
        return Files.exists(reasons)
                && Files.readString(reasons).contains("{@code " + name + "} is longer than other files here");
    }

    @Test
    void noBodyOfAMethodHasMoreThan40Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(
                        new TreeScanner<Void, Void>() {
                            @Override
                            public Void visitMethod(MethodTree method, Void unused) {
                                if (method.getBody() != null
                                        && lines(unit, method, positions) > MOST_LINES_OF_A_METHOD) {
                                    tooLong.add(ROOT.relativize(
                                                    Path.of(unit.getSourceFile().toUri())) + ": " + method.getName());
                                }
                                return super.visitMethod(method, null);
                            }
                        },
                        null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static long lines(CompilationUnitTree unit, MethodTree method, SourcePositions positions) {
        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method.getBody()));
        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method.getBody()));
        return last - first + 1;
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path main : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .collect(Collectors.toList())) {
                try (Stream<Path> all = Files.walk(main)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(300);
        return sources;
    }
}
