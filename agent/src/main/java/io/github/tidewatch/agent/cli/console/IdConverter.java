package io.github.tidewatch.agent.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a pid or tid. */
public final class IdConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        try {
            int id = Integer.parseInt(text);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new TypeConversionException(
                "'" + text + "' is no process or thread id: allowed is a whole number from 1 to " + Integer.MAX_VALUE);
    }
}
