package io.github.tidewatch.agent;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * The agent's jar. What is isolated stands below {@code inst/}: all classes in one archive, so that the jar has few
 * entries to look through at the start of the JVM, and beside it resources.
 */
final class AgentJar {

    static final String ISOLATED = "inst/";

    private static final String CLASSES = ISOLATED + "classes.zip";

    private static final String WEAVING = ISOLATED + "weaving.zip";

    private final Path path;
    private final NestedZip entries;
    private final NestedZip classes;

    private AgentJar(Path path, NestedZip entries) throws IOException {
        this.path = path;
        this.entries = entries;
        this.classes = entries.nested(CLASSES);
    }

    /** The jar, open for as long as the JVM runs. */
    static AgentJar open(Path path) throws IOException {
        NestedZip entries = NestedZip.open(path.toFile());
        try {
            return new AgentJar(path, entries);
        } catch (Throwable e) {
            entries.close();
            throw e;
        }
    }

    /** Where the jar is that this class comes from. */
    static Path ofThisClass() throws URISyntaxException {
        return Paths.get(AgentJar.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    Path path() {
        return path;
    }

    /** Everything in the jar but the isolated classes. */
    NestedZip entries() {
        return entries;
    }

    /** The classes that weave spans. */
    NestedZip weaving() throws IOException {
        return entries.nested(WEAVING);
    }

    /** The isolated classes. */
    NestedZip classes() {
        return classes;
    }
}
