package io.github.tidewatch.agent.cli.report.render;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Writes, as one JSON value, the stacks of which the HTML report makes a flame graph of each row; null if there are none. */
public interface RowStacks {
    void write(JsonWriter json) throws IOException;
}
