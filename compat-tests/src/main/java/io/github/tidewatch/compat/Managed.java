package io.github.tidewatch.compat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;

/** Has an MBean server of its own, by {@code javax.management.builder.initial}. */
public final class Managed {
    private Managed() {}

    public static void main(String[] args) throws InterruptedException {
        Thread.sleep(1000);
        System.out.println("the application asks for the MBean server");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        System.out.println(server.getDefaultDomain() + " " + server.getDomains().length);
    }

    /** Says when somebody makes an MBean server. */
    public static final class Builder extends MBeanServerBuilder {
        @Override
        public MBeanServer newMBeanServer(String domain, MBeanServer outer, MBeanServerDelegate delegate) {
            System.out.println(
                    "an MBean server is made in " + Thread.currentThread().getName());
            return super.newMBeanServer(domain, outer, delegate);
        }
    }
}
