package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.agent.jfr.event.EventClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.util.Optional;

/**
 * The files of this module, read as the module reads its classes: no URL leads to a class, and those that lead to
 * resources are jar: URLs, whose handling the application may have replaced.
 */
final class ModuleResources {

    private ModuleResources() {}

    /** The contents of the file, or empty where there is none of this name. */
    static Optional<byte[]> read(String name) throws IOException {
        Module module = ModuleResources.class.getModule();
        try (ModuleReader reader = module.getLayer()
                        .configuration()
                        .findModule(module.getName())
                        .orElseThrow()
                        .reference()
                        .open();
                InputStream in = reader.open(name).orElse(null)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** The contents of a file that is there. */
    static byte[] required(String name) {
        try {
            return read(name).orElseThrow(() -> new IOException("no " + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class file of an event class, which may be defined otherwise. */
    static byte[] eventClass(String event) throws IOException {
        return read(EventClasses.file(event)).orElseThrow(() -> new IOException("no class " + event));
    }
}
