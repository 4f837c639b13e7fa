"""How right the identity is: scores against a truth, its errors by pattern, public benchmarks and ablation."""
