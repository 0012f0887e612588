package io.github.tidewatch.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the module's classes and resources straight from the agent's jar. For any threads at once. Closing it does
 * nothing: it is the only one, and in use until the JVM ends.
 */
final class JarModuleReader implements ModuleReader {

    private static final String CLASS = ".class";

    private final NestedZip jar;
    private final NestedZip classes;
    private final String root;

    JarModuleReader(AgentJar jar) {
        this.jar = jar.entries();
        this.classes = jar.classes();
        // A jar: URL ends its file's part at the first "!/", so a folder's name must not end it.
        root = "jar:file:" + jar.path().toUri().getRawPath().replace("!", "%21") + "!/" + AgentJar.ISOLATED;
    }

    /** Where the resource is; empty for a class, for no URL leads into an archive within an archive. */
    @Override
    public Optional<URI> find(String name) {
        if (name.endsWith(CLASS) || !jar.contains(AgentJar.ISOLATED + name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(
                    root + new URI(null, null, "/" + name, null).getRawPath().substring(1)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        byte[] contents = contents(name);
        return contents == null ? Optional.empty() : Optional.of(new ByteArrayInputStream(contents));
    }

    @Override
    public Optional<ByteBuffer> read(String name) throws IOException {
        byte[] contents = contents(name);
        return contents == null ? Optional.empty() : Optional.of(ByteBuffer.wrap(contents));
    }

    @Override
    public Stream<String> list() {
        return Stream.concat(
                classes.names().stream(),
                jar.names().stream()
                        .filter(name -> name.startsWith(AgentJar.ISOLATED))
                        .map(name -> name.substring(AgentJar.ISOLATED.length())));
    }

    @Override
    public void close() {}

    private byte[] contents(String name) throws IOException {
        return name.endsWith(CLASS) ? classes.read(name) : jar.read(AgentJar.ISOLATED + name);
    }
}
