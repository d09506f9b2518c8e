// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.cloud.function.adapter.gcp.FunctionInvoker;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.cloud.function.context.config.ContextFunctionCatalogInitializer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Spring's adapter, started with only the parts of Spring Boot that a function needs, because each loaded class delays a
 * cold start. infra/edge/RATIONALE.md has the time that each omission saves.
 */
final class Adapter extends FunctionInvoker {
    // Held, so that the level is not forgotten with a collected logger.
    private static final Logger SPRING_LOGGER = Logger.getLogger("org.springframework");

    private Adapter(Class<? extends EdgeApplication> application) {
        super(application);
    }

    /** Starts the application and finds its function in the adapter's catalog. */
    static FunctionInvocationWrapper start(Class<? extends EdgeApplication> application) {
        // Spring's own lines are no events; the adapter's, for each response, would even show what was answered.
        SPRING_LOGGER.setLevel(Level.WARNING);
        // EdgeApplication has two beans instead of those that the initializer registers for configuration classes,
        // scanning and JSON.
        ContextFunctionCatalogInitializer.enabled = false;
        Adapter adapter = SpringApplication.withHook(Adapter::lighten, () -> new Adapter(application));
        return adapter.catalog.lookup(EdgeApplication.FUNCTION_NAME);
    }

    /** Takes away the parts of Spring that read files, guess, or set up things for beans that no function has. */
    private static SpringApplicationRunListener lighten(SpringApplication spring) {
        StandardEnvironment environment = new StandardEnvironment();
        // As a Boolean: the text would bring up the conversion service.
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("edge", Map.of("spring.functional.enabled", true)));
        spring.setEnvironment(environment);
        spring.setAddConversionService(false);
        spring.setListeners(List.of());
        spring.setInitializers(List.of());
        spring.setBannerMode(Banner.Mode.OFF);
        spring.setLogStartupInfo(false);
        spring.setRegisterShutdownHook(false);
        return new SpringApplicationRunListener() {};
    }
}
