// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.EdgeApplication;
import io.truename.edge.EdgeService;
import io.truename.edge.http.OpenApi;
import io.truename.edge.http.Routes;
import io.truename.edge.http.Settlement;
import io.truename.edge.log.EventLog;
import io.truename.edge.settings.Settings;
import io.truename.identity.JobId;
import io.truename.identity.KnownAnswers;
import io.truename.identity.Namespace;
import java.util.Optional;
import java.util.UUID;

/** Application of {@code generate}: builds its routes. */
public final class GenerateApplication extends EdgeApplication {
    @Override
    protected EdgeService start(Settings settings, EventLog events) {
        Namespace namespace = GenerateSettings.namespace(settings);
        settings.refuseBad();
        SelfCheck selfCheck = new SelfCheck(KnownAnswers::firstDisagreement, KnownAnswers.count(), events);
        selfCheck.run("start");
        IdGenerator identities = new IdGenerator(namespace, () -> JobId.of(UUID.randomUUID()));
        Routes routes = Routes.builder()
                .post("/ids", new GenerateIds(identities, selfCheck, events))
                .post("/ids/verify", new VerifyIds(identities, selfCheck))
                .postOrMessage("/self-checks", selfCheck::answer, new Settlement("generate", Optional.empty(), events))
                .get("/health", request -> selfCheck.report())
                .get("/openapi.json", OpenApi.beside(GenerateApplication.class))
                .build();
        return new EdgeService("generate", routes, GenerateEvents.REQUEST_ANSWERED, "/self-checks", events);
    }
}
