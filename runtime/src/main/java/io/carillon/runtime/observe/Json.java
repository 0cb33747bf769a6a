package io.carillon.runtime.observe;

import io.helidon.json.JsonArray;
import io.helidon.json.JsonBoolean;
import io.helidon.json.JsonNull;
import io.helidon.json.JsonNumber;
import io.helidon.json.JsonObject;
import io.helidon.json.JsonString;
import io.helidon.json.JsonValue;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns plain values into JSON: maps, collections, text, numbers, truth values; what else there is by its text. */
final class Json {

    private Json() {}

    static String text(@Nullable Object value) {
        return value(value).toString();
    }

    private static JsonValue value(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.instance();
            case Map<?, ?> map -> object(map);
            case Collection<?> collection ->
                JsonArray.create(collection.stream().map(Json::value).toList());
            case Optional<?> optional -> value(optional.orElse(null));
            case Boolean truth -> JsonBoolean.create(truth);
            case Number number -> number(number);
            default -> JsonString.create(value.toString());
        };
    }

    private static JsonObject object(Map<?, ?> map) {
        JsonObject.Builder object = JsonObject.builder();
        map.forEach((name, value) -> object.set(String.valueOf(name), value(value)));
        return object.build();
    }

    private static JsonValue number(Number number) {
        return switch (number) {
            case Double real when !Double.isFinite(real) -> JsonNull.instance();
            case Double _, Float _ -> JsonNumber.create(number.doubleValue());
            case BigDecimal exact -> JsonNumber.create(exact);
            default -> JsonNumber.create(number.longValue());
        };
    }
}
