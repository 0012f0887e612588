package io.github.tidewatch.fleet;

import java.net.InetAddress;
import org.apache.spark.sql.SparkSession;

/** A Spark of two threads within the test. */
final class SparkTests {
    private SparkTests() {}

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("test")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", InetAddress.getLoopbackAddress().getHostAddress())
                .config(
                        "spark.driver.bindAddress",
                        InetAddress.getLoopbackAddress().getHostAddress())
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }
}
