package io.github.tidewatch.live;

import io.github.tidewatch.live.micrometer.TidewatchMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import jdk.jfr.Recording;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Spring Boot with its actuator, and the beans of docs/metrics.md; it writes a recording beside. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SpringApplicationOfTest {
    @Bean(destroyMethod = "close")
    LiveMetrics tidewatch() {
        return LiveMetrics.start();
    }

    @Bean
    MeterBinder tidewatchMeters(LiveMetrics live) {
        return new TidewatchMeters(live);
    }

    /** Prints its port, works while it is recorded to the file named, and serves until stdin ends. */
    public static void main(String[] args) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                        SpringApplicationOfTest.class,
                        "--server.port=0",
                        "--management.endpoints.web.exposure.include=prometheus",
                        "--spring.main.banner-mode=off");
                Recording recording = new Recording()) {
            LiveMetrics live = context.getBean(LiveMetrics.class);
            recording.enable(LiveSums.DELAY).with("period", "1 s");
            recording.start();
            System.out.println("port "
                    + ((WebServerApplicationContext) context).getWebServer().getPort());
            Await.until("the agent's first records", () -> !live.series().isEmpty());
            LiveWorkload.work();
            LiveWorkload.awaitStable(live);
            recording.dump(Path.of(args[0]));
            System.out.println("recorded");
            System.in.read();
        }
    }
}
