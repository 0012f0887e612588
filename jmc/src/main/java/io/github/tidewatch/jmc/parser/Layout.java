package io.github.tidewatch.jmc.parser;

import java.util.List;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * What JMC tells the events of a type apart by: chunks of one JVM have the same.
 *
 * @param fields identifier and kind of each
 */
record Layout(String type, List<String> fields) {
    static Layout of(String type, List<ValueField> fields) {
        return new Layout(
                type,
                fields.stream()
                        .map(field -> field.getIdentifier() + " "
                                + field.getContentType().getIdentifier())
                        .toList());
    }
}
