/**
 * JSON as bytes: checked against RFC 8259, found in pieces, freed of white space, and otherwise left as it came.
 *
 * <p>A published value travels to every client as the publisher wrote it. It is therefore never parsed into objects and
 * printed again, which would round numbers and respell escapes: {@link io.carillon.core.json.Json} checks and compacts
 * a value in one pass over its bytes, {@link io.carillon.core.json.JsonObject} does so with single members of an
 * object, and {@link io.carillon.core.json.JsonString} goes from text to JSON strings and back.
 *
 * <p>All of it takes linear time, at most two bytes of memory per byte of text, and a bounded stack.
 */
@NullMarked
package io.carillon.core.json;

import org.jspecify.annotations.NullMarked;
