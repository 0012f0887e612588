package io.github.tidewatch.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the module's classes and resources straight from the agent's jar. For any threads at once. */
final class JarModuleReader implements ModuleReader {

    private final ZipFile zip;
    private final String root;

    JarModuleReader(Path jar) throws IOException {
        zip = new ZipFile(jar.toFile());
        // A jar: URL ends its file's part at the first "!/", so a folder's name must not end it.
        root = "jar:file:" + jar.toUri().getRawPath().replace("!", "%21") + "!/" + JarModule.PREFIX;
    }

    @Override
    public Optional<URI> find(String name) throws IOException {
        if (entry(name) == null) {
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
        ZipEntry entry = entry(name);
        return entry == null ? Optional.empty() : Optional.of(zip.getInputStream(entry));
    }

    @Override
    public Stream<String> list() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(JarModule.PREFIX))
                .map(name -> name.substring(JarModule.PREFIX.length()));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private ZipEntry entry(String name) {
        return zip.getEntry(JarModule.PREFIX + name);
    }
}
