// SPDX-License-Identifier: Apache-2.0
package io.truename.edge;

import java.util.Map;
import java.util.function.Function;
import org.springframework.cloud.function.adapter.gcp.FunctionInvoker;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.FunctionTypeUtils;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** The adapter without the edge, as its own documentation shows it: a function of a map that answers a message. */
public final class BareFunction extends FunctionInvoker {
    public BareFunction() {
        super(BareApplication.class);
    }

    /** Its one bean. */
    public static final class BareApplication implements ApplicationContextInitializer<GenericApplicationContext> {
        @Override
        public void initialize(GenericApplicationContext context) {
            Function<Map<String, Object>, Message<Map<String, Object>>> function = BareApplication::answer;
            ResolvableType input = ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class);
            ResolvableType output = ResolvableType.forClassWithGenerics(Message.class, input);
            context.registerBean(
                    "function",
                    FunctionRegistration.class,
                    () -> new FunctionRegistration<>(function, "function")
                            .type(FunctionTypeUtils.functionType(input.getType(), output.getType())));
        }

        private static Message<Map<String, Object>> answer(Map<String, Object> input) {
            if (input.containsKey("fail")) {
                throw new IllegalStateException("failed");
            }
            Map<String, Object> body = input.containsKey("large") ? Map.of("text", "x".repeat(100_000)) : input;
            return MessageBuilder.withPayload(body)
                    .setHeader(HTTP_STATUS_CODE, 201)
                    .setHeader("X-Own", "kept")
                    .build();
        }
    }
}
