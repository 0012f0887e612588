package io.github.tidewatch.agent.cli.stats;

import java.io.IOException;
import java.util.List;

/** A way to print tasks. */
interface StatsFormat {
    void print(List<Query> queries) throws IOException;
}
