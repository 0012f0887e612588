package io.github.tidewatch.fleet.read;

import io.github.tidewatch.fleet.table.Table;
import java.io.IOException;

/** Takes the rows of a chunk as they are read. */
public interface RowSink {
    /**
     * Takes one row, which holds until this returns; false if it can be none.
     *
     * @throws IOException if it cannot be kept, as on a full disk
     */
    boolean add(Table table, Row row) throws IOException;
}
