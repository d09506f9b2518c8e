// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import io.truename.edge.http.EdgeRequest;
import io.truename.edge.http.EdgeResponse;
import io.truename.edge.log.EventLog;
import io.truename.edge.log.ServiceContext;
import io.truename.edge.settings.Settings;
import io.truename.edge.settings.SettingsException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.FunctionTypeUtils;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;

/**
 * Application that assembles a function: each function has one subclass with a constructor without arguments. Beans are
 * registered one by one, without scanning or auto-configuration, because each loaded class delays the first request of a
 * cold instance.
 */
public abstract class EdgeApplication implements ApplicationContextInitializer<GenericApplicationContext> {
    /** The name under which the adapter's catalog knows the function: the one it looks for when told nothing. */
    static final String FUNCTION_NAME = "function";

    @Override
    public final void initialize(GenericApplicationContext context) {
        Environment environment = context.getEnvironment();
        Clock clock = Clock.systemUTC();
        EventLog events = new EventLog(
                () -> System.out,
                clock,
                environment.getProperty("GOOGLE_CLOUD_PROJECT", ""),
                new ServiceContext(
                        environment.getProperty("K_SERVICE", name()), environment.getProperty("K_REVISION", "")),
                EventLog.class.desiredAssertionStatus() ? EventLog.Undeclared.REFUSED : EventLog.Undeclared.DROPPED);
        // The cloud sends SIGTERM before it ends an instance; what a kill takes along is in infra/edge/RATIONALE.md.
        Runtime.getRuntime().addShutdownHook(new Thread(events::flush, "event-log-flush"));
        EdgeService service = start(new Settings(environment::getProperty), events);
        NoJsonMapper mapper = new NoJsonMapper();
        SimpleFunctionRegistry catalog = new SimpleFunctionRegistry(
                new GenericConversionService(),
                new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
                mapper);
        catalog.register(new FunctionRegistration<>(service, FUNCTION_NAME)
                .type(FunctionTypeUtils.functionType(EdgeRequest.class, EdgeResponse.class)));
        context.getBeanFactory().registerSingleton("jsonMapper", mapper);
        context.getBeanFactory().registerSingleton("functionCatalog", catalog);
    }

    /** The name of the application without its suffix, for errors outside of the cloud. */
    private String name() {
        return getClass().getSimpleName().replace("Application", "").toLowerCase(Locale.ROOT);
    }

    /**
     * Assembles the function. Opens no connection, so that an instance starts fast.
     *
     * @throws SettingsException if settings are invalid, with every problem found
     */
    protected abstract EdgeService start(Settings settings, EventLog events);
}
