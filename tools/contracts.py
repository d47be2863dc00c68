"""Two contracts of the house that import-linter does not ship: doors, and the room plan."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = "qingyuan"


class DoorsContract(Contract):
    """Rooms meet only through ``api`` and ``events``; an engine's door is its package; the kit is open."""

    type_name = "doors"
    rooms = fields.ListField(subfield=fields.StringField())
    open_rooms = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        wrong = []
        for importer in sorted(graph.modules):
            room = _room(importer)
            if room is None:
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                other = _room(imported)
                if other in (None, room) or other in self.open_rooms:
                    continue
                both_testing = importer.endswith(".testing") and imported.endswith(".testing")
                if not _is_door(imported) and not both_testing:
                    wrong.append(f"{importer} -> {imported}")
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["wrong"]:
            output.print_error(f"- past the door: {line}")


class RoomPlanContract(Contract):
    """Inside a room a file imports only files lower in the plan, and no file stands outside the plan."""

    type_name = "room_plan"
    rooms = fields.ListField(subfield=fields.StringField())
    plan = fields.ListField(subfield=fields.StringField())
    also = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002
        plan: list[list[str]] = [str(line).replace(" ", "").split("|") for line in self.plan]
        height = {name: place for place, line in enumerate(plan) for name in line}
        wrong = []
        for room in self.rooms:
            package = f"{ROOT}.{room}"
            for child in sorted(graph.find_children(package)):
                name = child.rsplit(".", 1)[1]
                if name not in height and f"{room}.{name}" not in self.also and name not in ("migrations",):
                    wrong.append(f"{child} is no file of a room")
            inside = sorted(module for module in graph.modules if module.startswith(package + "."))
            for importer in inside:
                top = _file(importer, package)
                for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                    if not imported.startswith(package + "."):
                        continue
                    below = _file(imported, package)
                    if top == below or top not in height or below not in height:
                        continue
                    if height[below] < height[top]:
                        wrong.append(f"{importer} -> {imported}: upwards")
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["wrong"]:
            output.print_error(f"- {line}")


def _room(module: str) -> str | None:
    parts = module.split(".")
    if len(parts) < 2 or parts[0] != ROOT:
        return None
    return f"engines.{parts[2]}" if parts[1] == "engines" and len(parts) > 2 else parts[1]


def _file(module: str, package: str) -> str:
    return module[len(package) + 1 :].split(".", 1)[0]


def _is_door(module: str) -> bool:
    parts = module.split(".")
    if parts[1] == "engines":
        return len(parts) == 3
    return len(parts) == 3 and parts[2] in ("api", "events")
