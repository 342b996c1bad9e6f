package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A session that wants few sizes, as those of devices do, and keeps which it saw. */
public final class Bucketed implements Session {
  private final Session session;
  private final ShapePolicy shapes;
  private final List<Map<String, Shape>> seen = new ArrayList<>();

  public Bucketed(Session session) {
    this(session, ShapePolicy.BUCKETED);
  }

  public Bucketed(Session session, ShapePolicy shapes) {
    this.session = session;
    this.shapes = shapes;
  }

  @Override
  public Signature signature() {
    return session.signature();
  }

  @Override
  public ShapePolicy shapes() {
    return shapes;
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    seen.add(shapes);
    return session.run(inputs);
  }

  /** The shapes of every run's inputs, by name. */
  public List<Map<String, Shape>> seen() {
    return seen;
  }
}
