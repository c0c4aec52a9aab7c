"""Beancount: loads the file and adds up every account, as its own library does it."""
import sys
from beancount import loader
from beancount.core import realization

entries, errors, _ = loader.load_file(sys.argv[1])
assert not errors, errors[:3]
root = realization.realize(entries)
for account in realization.iter_children(root, leaf_only=True):
    for position in account.balance:
        print(account.account, position.units.number, position.units.currency)
